/// Objects and containers: what a pod is, and the port behind which containers run.
///
/// Read in this order: [ObjectMeta], [ResourceType], [LabelSelector], [Status].
@NullMarked
package timonier.pods;

import org.jspecify.annotations.NullMarked;
