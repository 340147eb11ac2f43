/// What a kube-apiserver answered to thousands of small changes of valid objects, and whether ours
/// answers the same.
///
/// The recordings are those of release 1.20; where 1.36 judges otherwise, `newer.jsonl` says how
/// and why. `bases.jsonl` has the objects that were changed.
@NullMarked
package timonier.contract;

import org.jspecify.annotations.NullMarked;
