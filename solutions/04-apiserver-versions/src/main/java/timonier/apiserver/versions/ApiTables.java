package timonier.apiserver.versions;

import org.jspecify.annotations.Nullable;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.schema.Kinds;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.apiserver.schema.Schemas;
import timonier.pods.objects.ResourceType;

/// The tables of the API's kinds and fields, read on the first request for a second version, so
/// that a server starts without reading them twice.
final class ApiTables {

  private @Nullable Schemas schemas;
  private @Nullable Kinds kinds;

  /// The schema of a type of object.
  Struct schema(ResourceType<?> type) {
    return schemas().of(type);
  }

  /// A type by group, version and name, as in `autoscaling/v1.MetricSpec`.
  Struct struct(String name) {
    return schemas().struct(name).orElseThrow();
  }

  private synchronized Schemas schemas() {
    var known = schemas;
    if (known == null) {
      known = new Schemas();
      schemas = known;
    }
    return known;
  }

  /// How objects of a type are named, counted and selected.
  synchronized Kind kind(ResourceType<?> type) {
    var known = kinds;
    if (known == null) {
      known = new Kinds();
      kinds = known;
    }
    return known.of(type);
  }
}
