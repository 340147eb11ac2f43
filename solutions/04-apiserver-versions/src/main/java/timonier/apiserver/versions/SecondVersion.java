package timonier.apiserver.versions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import timonier.apiserver.extensions.KindRules;
import timonier.apiserver.schema.Defaults;
import timonier.apiserver.schema.GoForm;
import timonier.apiserver.schema.Kinds.Kind;
import timonier.apiserver.storage.StoredForm;
import timonier.apiserver.validation.Validation;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

/// A version of a kind whose objects are stored in another version. The rules and defaults of the
/// stored version hold, and refusals name its fields, as in Kubernetes.
final class SecondVersion implements KindRules {

  private final ResourceType<?> type;
  private final ResourceType<?> stored;
  private final Optional<Kind> kind;
  private final Conversion conversion;
  private final ApiTables tables;

  /// @param type this version
  /// @param stored the version that is stored
  /// @param kind the fields that can select objects of this version; empty for none
  SecondVersion(
      ResourceType<?> type,
      ResourceType<?> stored,
      Optional<Kind> kind,
      Conversion conversion,
      ApiTables tables) {
    this.type = type;
    this.stored = stored;
    this.kind = kind;
    this.conversion = conversion;
    this.tables = tables;
  }

  @Override
  public ResourceType<?> type() {
    return type;
  }

  @Override
  public Optional<Kind> kind() {
    return kind;
  }

  @Override
  public Optional<StoredForm> storedForm() {
    return Optional.of(new StoredForm(stored, this::read, this::write));
  }

  private ObjectNode read(ObjectNode object) {
    var read = conversion.read(object);
    read.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    GoForm.apply(tables.schema(type), read);
    return read;
  }

  private ObjectNode write(ObjectNode object) {
    var written = conversion.write(object);
    written.put("apiVersion", stored.apiVersion()).put("kind", stored.kind());
    Defaults.apply(tables.schema(stored), written);
    GoForm.apply(tables.schema(stored), written);
    return written;
  }

  /// Fills in the defaults of the stored version: the object becomes what clients will read.
  @Override
  public void fill(ObjectNode object) {
    var filled = read(write(object.deepCopy()));
    object.removeAll();
    object.setAll(filled);
  }

  /// Leaves metadata out, which are the same in all versions and were judged before.
  @Override
  public List<Status.Cause> errors(ObjectNode object, Optional<ObjectNode> old) {
    var now = write(object.deepCopy());
    var before = old.map(known -> write(known.deepCopy()));
    var schema = tables.schema(stored);
    var causes =
        before.isEmpty()
            ? Validation.created(tables.kind(stored), schema, now)
            : Validation.updated(tables.kind(stored), schema, now, before.get(), "");
    var own = causes.stream().filter(cause -> !cause.field().startsWith("metadata")).toList();
    return conversion.judge(own, now, before);
  }
}
