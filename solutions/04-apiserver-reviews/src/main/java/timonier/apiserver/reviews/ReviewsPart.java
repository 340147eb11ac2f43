package timonier.apiserver.reviews;

import static timonier.apiserver.reviews.Review.AUTHENTICATION;
import static timonier.apiserver.reviews.Review.AUTHORIZATION;

import java.util.List;
import timonier.apiserver.extensions.Authorizer;
import timonier.pods.objects.Part;

/// The reviews that are served.
public final class ReviewsPart {

  /// Reviews of clients and of what they may do.
  public static Part part() {
    return new Part(
        4,
        "reviews",
        List.of(),
        List.of(
            Review.ofCluster(AUTHENTICATION, "TokenReview", IdentityReviews::token),
            Review.ofCluster(AUTHENTICATION, "SelfSubjectReview", IdentityReviews::self),
            Review.ofNamespace(AUTHORIZATION, "LocalSubjectAccessReview", AccessReviews::local),
            Review.ofCluster(AUTHORIZATION, "SelfSubjectAccessReview", AccessReviews::self),
            Review.ofCluster(AUTHORIZATION, "SelfSubjectRulesReview", RulesReviews::self),
            Review.ofCluster(AUTHORIZATION, "SubjectAccessReview", AccessReviews::subject),
            (Authorizer.Factory) _ -> new SelfReviews()));
  }

  private ReviewsPart() {}
}
