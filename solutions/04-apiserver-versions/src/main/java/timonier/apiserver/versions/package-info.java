/// Second versions of kinds: `events.k8s.io/v1` of events and `autoscaling/v1` of autoscalers. Each
/// object is stored once, in the form of one version, and read, written and watched in all.
///
/// A [SecondVersion] plugs a [Conversion] into the server: [EventConversion] gives fields other
/// names, [AutoscalerConversion] carries what the older version has no fields for in annotations.
///
/// Read in this order: [Conversion], [SecondVersion], [EventConversion], [AutoscalerConversion],
/// [MetricForms], [VersionsPart].
@NullMarked
package timonier.apiserver.versions;

import org.jspecify.annotations.NullMarked;
