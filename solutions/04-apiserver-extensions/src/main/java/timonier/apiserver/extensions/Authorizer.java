package timonier.apiserver.extensions;

import java.util.ArrayList;
import java.util.List;
import timonier.apiserver.requests.User;
import timonier.pods.objects.Part;

/// Decides what clients may do. A server asks the authorizers of all its parts: see [#union].
@FunctionalInterface
public interface Authorizer {

  /// Decides. Called for each request, on the thread of its caller.
  Decision decide(Question question);

  /// Lists what a user may do in a namespace (Kubernetes: the `RuleResolver`). An authorizer that
  /// cannot list everything that it allows must add a gap.
  default Rules rules(User user, String namespace) {
    return Rules.unlisted("an authorizer does not support user rule resolution");
  }

  /// Everything that a user may do, as far as it can be listed.
  ///
  /// @param resources rules for objects
  /// @param paths rules for paths without objects
  /// @param gaps why the lists may be incomplete; empty if they are complete
  record Rules(List<ResourceRule> resources, List<PathRule> paths, List<String> gaps) {

    /// Nothing.
    public static final Rules NONE = new Rules(List.of(), List.of(), List.of());

    /// Rules that cannot be listed.
    public static Rules unlisted(String why) {
      return new Rules(List.of(), List.of(), List.of(why));
    }
  }

  /// Allows some verbs on some objects; `*` stands for all.
  ///
  /// @param groups the API groups of the objects; empty text for the core group
  /// @param resources the plurals of their types, with their subresources, as in `pods/log`
  /// @param names the names of the objects; empty for all
  record ResourceRule(
      List<String> verbs, List<String> groups, List<String> resources, List<String> names) {}

  /// Allows some verbs on some paths without objects; `*` stands for all.
  ///
  /// @param paths the paths; a `*` at the end stands for any rest
  record PathRule(List<String> verbs, List<String> paths) {}

  /// The answer of an authorizer.
  sealed interface Decision {
    /// The client may do it, whatever others say.
    record Allow() implements Decision {}

    /// The client may not do it, whatever others say.
    ///
    /// @param why a reason to add to the refusal; empty for none
    record Deny(String why) implements Decision {}

    /// Others may decide; if none allows it, the client may not do it.
    ///
    /// @param why a reason to add to the refusal; empty for none
    record NoOpinion(String why) implements Decision {}
  }

  /// Makes the authorizer of one server: what a part brings.
  @FunctionalInterface
  interface Factory extends Part.Extension {
    /// Makes it.
    Authorizer create(ServerContext server);
  }

  /// The union of the authorizers of all parts of a server.
  static Authorizer of(ServerContext server) {
    return union(server.extensions(Factory.class).stream().map(one -> one.create(server)).toList());
  }

  /// Several authorizers as one: the first that allows or denies decides; if none does, the refusal
  /// holds the reasons of all.
  static Authorizer union(List<Authorizer> authorizers) {
    return new Authorizer() {
      @Override
      public Decision decide(Question question) {
        var reasons = new ArrayList<String>();
        for (var authorizer : authorizers) {
          var decision = authorizer.decide(question);
          if (!(decision instanceof Decision.NoOpinion(var why))) {
            return decision;
          }
          if (!why.isEmpty()) {
            reasons.add(why);
          }
        }
        return new Decision.NoOpinion(String.join(", ", reasons));
      }

      @Override
      public Rules rules(User user, String namespace) {
        var all = authorizers.stream().map(one -> one.rules(user, namespace)).toList();
        return new Rules(
            all.stream().flatMap(rules -> rules.resources().stream()).toList(),
            all.stream().flatMap(rules -> rules.paths().stream()).toList(),
            all.stream().flatMap(rules -> rules.gaps().stream()).toList());
      }
    };
  }

  /// The fixed decisions before stratum 13.
  static Authorizer fixed() {
    return new FixedAuthorizer();
  }
}
