package timonier.apiserver.openapi;

import java.util.ArrayList;
import java.util.List;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.pods.objects.ResourceType;

/// A served type of object, as clients learn of it.
///
/// @param type the type
/// @param schema the fields of its objects
/// @param verbs what can be done with the objects, sorted, as in `get`
/// @param subresources what can be asked of one object besides itself
public record DescribedType(
    ResourceType<?> type,
    Struct schema,
    List<String> verbs,
    List<DescribedSubresource> subresources) {

  /// A subresource, as clients learn of it.
  ///
  /// @param name the last part of its path, as in `scale`
  /// @param group the API group of what it takes and answers
  /// @param version the version of that group; empty for the version of the type
  /// @param kind what it takes and answers, as in `Scale`
  /// @param verbs what can be done with it, sorted, as in `get`
  public record DescribedSubresource(
      String name, String group, String version, String kind, List<String> verbs) {}

  /// What can be done with objects that are stored, sorted.
  ///
  /// @param hasCollectionDeletion whether all objects, or those selected, can be deleted at once
  public static List<String> verbsOfStored(boolean hasCollectionDeletion) {
    var verbs = new ArrayList<>(List.of("create", "delete"));
    if (hasCollectionDeletion) {
      verbs.add("deletecollection");
    }
    verbs.addAll(List.of("get", "list", "patch", "update", "watch"));
    return List.copyOf(verbs);
  }
}
