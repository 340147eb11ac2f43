/// Selectors as they stand in queries: which objects a client wants, by their labels and by some of
/// their fields.
///
/// Read in this order: [Selection], [LabelSelectorParser], [LabelRequirement],
/// [FieldSelectorParser], [FieldRequirement].
@NullMarked
package timonier.apiserver.selectors;

import org.jspecify.annotations.NullMarked;
