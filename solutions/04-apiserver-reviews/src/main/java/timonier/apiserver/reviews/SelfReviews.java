package timonier.apiserver.reviews;

import java.util.List;
import timonier.apiserver.extensions.Authorizer;
import timonier.apiserver.extensions.Question;
import timonier.apiserver.requests.User;

/// Lets every authenticated user ask who they are and what they may do (Kubernetes: the cluster
/// role `system:basic-user`). On all else it has no opinion.
final class SelfReviews implements Authorizer {

  private static final List<ResourceRule> ALLOWED =
      List.of(
          allowed(Review.AUTHORIZATION, "selfsubjectaccessreviews", "selfsubjectrulesreviews"),
          allowed(Review.AUTHENTICATION, "selfsubjectreviews"));

  private static ResourceRule allowed(String group, String... resources) {
    return new ResourceRule(List.of("create"), List.of(group), List.of(resources), List.of());
  }

  @Override
  public Decision decide(Question question) {
    return question.user().isIn(User.AUTHENTICATED)
            && ALLOWED.stream().anyMatch(rule -> covers(rule, question))
        ? new Decision.Allow()
        : new Decision.NoOpinion("");
  }

  private static boolean covers(ResourceRule rule, Question question) {
    return question.subresource().isEmpty()
        && rule.verbs().contains(question.verb())
        && rule.groups().contains(question.group())
        && rule.resources().contains(question.resource());
  }

  @Override
  public Rules rules(User user, String namespace) {
    return user.isIn(User.AUTHENTICATED) ? new Rules(ALLOWED, List.of(), List.of()) : Rules.NONE;
  }
}
