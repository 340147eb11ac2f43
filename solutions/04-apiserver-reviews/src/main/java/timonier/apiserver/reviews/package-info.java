/// Reviews: kinds without a store, with which clients ask who a user is and what a user may do. The
/// authenticators and authorizers of the server answer, whichever parts they come from.
///
/// A [Review] plugs its answer into the server as a computation. [AccessReviews] answers about one
/// action, [RulesReviews] about all that can be listed, [IdentityReviews] about identities.
/// [SelfReviews] lets every authenticated user ask about themselves.
///
/// Read in this order: [Review], [AccessReviews], [ReviewChecks], [RulesReviews],
/// [IdentityReviews], [SelfReviews], [ReviewsPart].
@NullMarked
package timonier.apiserver.reviews;

import org.jspecify.annotations.NullMarked;
