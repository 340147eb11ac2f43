package timonier.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.apiserver.requests.FieldValidation;
import timonier.apiserver.schema.Decoder;
import timonier.apiserver.schema.FieldType.Struct;
import timonier.apiserver.validation.Validation;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

/// A document that fits the schema of its type. What the schema does not know was removed.
///
/// @param object the document, which was changed in place
/// @param warnings what the client should know: fields that were removed or stated twice
record DecodedDocument(ObjectNode object, List<String> warnings) {

  /// Prunes a document in place.
  @FunctionalInterface
  private interface Pruning {
    /// Returns the paths of the fields that were removed.
    List<String> prune(Struct schema, String version, ObjectNode document);
  }

  /// Decodes a document.
  ///
  /// @throws ApiException 400 if it is of another type, a value does not fit its field, or the
  ///   client wants all fields to be known and they are not
  static DecodedDocument of(Wanted wanted, ObjectNode document) {
    return of(wanted, document, Decoder::prune);
  }

  /// Decodes a document whose text need not be a time or an amount yet where one is wanted.
  ///
  /// @throws ApiException as [#of(Wanted, ObjectNode)] does
  static DecodedDocument unread(Wanted wanted, ObjectNode document) {
    return of(wanted, document, Decoder::pruneUnread);
  }

  /// Decodes what a patch made of an object.
  ///
  /// @throws ApiException 422 if that is no object of the type
  static DecodedDocument patched(Wanted wanted, ObjectNode patched) {
    try {
      return of(wanted, patched);
    } catch (ApiException unreadable) {
      var why =
          "Invalid value: %s: %s"
              .formatted(
                  JsonNodeFactory.instance.textNode(patched.toString()), unreadable.getMessage());
      throw Validation.unnamed(new Status.Cause("FieldValueInvalid", why, "patch"));
    }
  }

  private static DecodedDocument of(Wanted wanted, ObjectNode document, Pruning pruning) {
    var type = wanted.type().type();
    expectType(type, document);
    var unknown = pruning.prune(wanted.type().schema(), type.version(), document);
    var warnings = FieldValidation.of(wanted.request()).warnings(wanted.request(), unknown);
    return new DecodedDocument(document, warnings);
  }

  private static void expectType(ResourceType<?> type, ObjectNode document) {
    expect("apiVersion", type.apiVersion(), document);
    expect("kind", type.kind(), document);
  }

  private static void expect(String field, String value, ObjectNode document) {
    var actual = document.path(field).asText("");
    if (actual.isEmpty()) {
      document.put(field, value);
    } else if (!actual.equals(value)) {
      throw ApiException.badRequest(
          "the %s in the data (%s) does not match the expected %s (%s)"
              .formatted(field, actual, field, value));
    }
  }
}
