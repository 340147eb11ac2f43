/// Who owns which fields of an object, and server-side apply, which merges by that (Kubernetes,
/// "Server-Side Apply").
///
/// Read in this order: [FieldSet], [Shape], [Comparison], [Merge], [ManagedFields], [Conflicts],
/// [LastApplied].
@NullMarked
package timonier.apiserver.apply;

import org.jspecify.annotations.NullMarked;
