/// How objects are judged: rules are rows of tables, and a walk through an object applies them.
///
/// A row names a type of the schema, one of its fields, what must hold there, and an argument. So a
/// pod template is judged as a pod is, and a kind has its rules before anything acts on it. What
/// depends on several fields is a method, named in the table like every other check. Each [Area] of
/// the API has its own tables and checks, in a module above this one; the checks of no area in
/// particular are here.
///
/// Read in this order: [Rules], [Area], [Subject], [Check], [Checks], [Names], [Causes].
@NullMarked
package timonier.apiserver.rules;

import org.jspecify.annotations.NullMarked;
