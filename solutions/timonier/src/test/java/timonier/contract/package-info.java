/// Compares our server's answers with those of a kube-apiserver to thousands of small changes of
/// valid objects.
///
/// The recordings are those of release 1.20; where 1.36 judges otherwise, `newer.jsonl` says how
/// and why. `bases.jsonl` has the objects that were changed.
@NullMarked
package timonier.contract;

import org.jspecify.annotations.NullMarked;
