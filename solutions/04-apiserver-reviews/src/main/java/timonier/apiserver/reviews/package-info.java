/// Reviews: kinds that nobody stores, by which clients ask who somebody is and what they may do.
/// They are answered by the authenticators and authorizers of the server that is asked, whichever
/// parts these come from.
///
/// A [Review] plugs its answer into the server as a computation. [AccessReviews] asks about one
/// action, [RulesReviews] about all that can be listed, [IdentityReviews] about clients themselves.
/// [SelfReviews] lets everybody who is known ask about themselves.
@NullMarked
package timonier.apiserver.reviews;

import org.jspecify.annotations.NullMarked;
