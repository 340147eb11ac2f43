package timonier.apiserver.rules.pods;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;

/// Checks of one container: its ports, probes, handlers and privileges.
///
/// What it shares with others is in [PodContainerChecks], what it takes from elsewhere in
/// [VariableChecks], [MountChecks] and [ResourceChecks].
final class ContainerChecks {

  private static final Pattern HEADER = Pattern.compile("[-A-Za-z0-9]+");

  private static final int MOST_RULES = 20;
  private static final int MOST_CODES = 255;
  private static final int LONGEST_PROFILE = 4095;

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    var all = new HashMap<String, Maker>();
    all.put("container port", _ -> Check.evenOfNothing(ContainerChecks::containerPort));
    all.put("action port", _ -> Check.evenOfNothing(ContainerChecks::actionPort));
    all.put("headers", _ -> Check.of(ContainerChecks::headers));
    all.put("one handler", Maker.evenOfNothing(Maker::words, ContainerChecks::oneHandler));
    all.put("more than 0", _ -> Check.of(ContainerChecks::moreThanZero));
    all.put("succeeds at once", _ -> Check.of(ContainerChecks::succeedsAtOnce));
    all.put("never ends a pod", _ -> Check.of(ContainerChecks::neverEndsPod));
    all.put("restart rules", _ -> Check.of(ContainerChecks::restartRules));
    all.put("restart exit codes", _ -> Check.evenOfNothing(ContainerChecks::exitCodes));
    all.put("escalation", _ -> Check.of(ContainerChecks::escalation));
    all.put("security profile", name -> Check.evenOfNothing(subject -> profile(subject, name)));
    return all;
  }

  private static void containerPort(Subject port) {
    if (port.value().asInt() == 0) {
      port.required();
    } else {
      Names.portNumber(port.causes(), port.path(), port.value());
    }
  }

  /// What is not there is port 0.
  private static void actionPort(Subject port) {
    var number = port.value().isMissingNode() ? IntNode.valueOf(0) : port.value();
    Names.portReference(port.causes(), port.path(), number);
  }

  private static void headers(Subject headers) {
    for (var header : headers.value()) {
      var name = header.path("name").asText();
      if (!HEADER.matcher(name).matches()) {
        headers
            .causes()
            .invalid(
                headers.path(),
                name,
                "a valid HTTP header must consist of alphanumeric characters or '-' (e.g."
                    + " 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')");
      }
    }
  }

  /// A probe and a hook each do one thing.
  private static void oneHandler(Subject subject, List<String> kinds) {
    var handlers = kinds.stream().filter(subject.value()::has).toList();
    if (handlers.isEmpty()) {
      subject.causes().required(subject.path(), "must specify a handler type");
    }
    handlers.stream()
        .skip(1)
        .map(subject::field)
        .forEach(handler ->
            handler.causes().forbidden(handler.path(), "may not specify more than 1 handler type"));
  }

  private static void moreThanZero(Subject subject) {
    if (subject.value().asLong() <= 0) {
      subject.invalid("must be greater than 0");
    }
  }

  /// A container that failed cannot come back to life by half.
  private static void succeedsAtOnce(Subject probe) {
    var threshold = probe.field("successThreshold");
    if (threshold.value().asInt(1) != 1) {
      threshold.invalid("must be 1");
    }
  }

  /// A container that is not ready is not killed, so it needs no time to die.
  private static void neverEndsPod(Subject probe) {
    var grace = probe.field("terminationGracePeriodSeconds");
    if (!grace.isEmpty()) {
      grace.invalid("must not be set for readinessProbes");
    }
  }

  private static void restartRules(Subject container) {
    var rules = container.field("restartPolicyRules");
    if (!rules.isEmpty() && !container.value().has("restartPolicy")) {
      container
          .causes()
          .required(
              container.field("restartPolicy").path(),
              "must specify restartPolicy when restart rules are used");
    }
    atMost(rules, MOST_RULES);
  }

  private static void exitCodes(Subject codes) {
    if (codes.value().isMissingNode()) {
      codes.causes().required(codes.path(), "must be specified");
    }
    atMost(codes.field("values"), MOST_CODES);
  }

  private static void atMost(Subject list, int most) {
    if (list.value().size() > most) {
      list.causes().tooMany(list.path(), list.value().size(), most);
    }
  }

  /// Who has all privileges cannot be kept from getting more.
  private static void escalation(Subject context) {
    if (context.value().path("allowPrivilegeEscalation").asBoolean(true)) {
      return;
    }
    if (context.value().path("privileged").asBoolean()) {
      context.invalid("cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
    }
    var added = new HashSet<String>();
    context.value().path("capabilities").path("add").forEach(name -> added.add(name.asText()));
    if (added.contains("CAP_SYS_ADMIN")) {
      context.invalid(
          "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
    }
  }

  /// A profile of seccomp or AppArmor: one that comes with the runtime, none, or a file of the
  /// node.
  private static void profile(Subject profile, String name) {
    var type = profile.field("type");
    if (type.isEmpty()) {
      var field = name.toLowerCase(Locale.ROOT).charAt(0) + name.substring(1);
      profile.causes().required(type.path(), "type is required when " + field + "Profile is set");
    }
    var file = profile.field("localhostProfile");
    if (!type.text().equals("Localhost")) {
      if (!file.value().isMissingNode()) {
        file.invalid("can only be set when " + name + " type is Localhost");
      }
    } else if (file.isEmpty()) {
      profile.causes().required(file.path(), "must be set when " + name + " type is Localhost");
    } else if (!file.text().equals(file.text().strip())) {
      file.invalid("must not be padded with whitespace");
    } else if (file.text().length() > LONGEST_PROFILE) {
      profile.causes().tooLong(file.path(), LONGEST_PROFILE);
    }
  }

  /// A value as Go shows it: what is not there is empty text.
  static TextNode stated(Subject subject) {
    return TextNode.valueOf(subject.text());
  }

  private ContainerChecks() {}
}
