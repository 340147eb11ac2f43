/// What makes an object valid, for every kind of Kubernetes 1.36.
///
/// Most rules are rows of a table (`rules.tsv`): a type of the schema, a field of it, and what must
/// hold. So a pod template is judged as a pod is, and a kind has its rules before anything acts on
/// it. What depends on several fields is a method, named in the table like every other rule.
///
/// Read in this order: [Validation], [Rules], [Checks], [Names], [Causes].
@NullMarked
package timonier.apiserver.validation;

import org.jspecify.annotations.NullMarked;
