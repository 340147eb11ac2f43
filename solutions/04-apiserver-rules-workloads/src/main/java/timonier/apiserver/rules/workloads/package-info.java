/// What makes objects valid that make pods from a template, or count them.
///
/// Read in this order: [WorkloadArea], [WorkloadChecks], [JobChecks].
@NullMarked
package timonier.apiserver.rules.workloads;

import org.jspecify.annotations.NullMarked;
