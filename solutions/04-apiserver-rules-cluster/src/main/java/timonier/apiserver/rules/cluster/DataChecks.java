package timonier.apiserver.rules.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import timonier.apiserver.rules.Check;
import timonier.apiserver.rules.Check.Maker;
import timonier.apiserver.rules.Names;
import timonier.apiserver.rules.Subject;
import timonier.pods.objects.JsonFormat;

/// Checks of ConfigMaps, Secrets and service accounts.
final class DataChecks {

  /// The most that one object holds.
  private static final int LIMIT = 1 << 20;

  private static final String IMMUTABLE = "field is immutable when `immutable` is set";

  /// The checks by their names in the table.
  static Map<String, Maker> makers() {
    return Map.of(
        "config keys", _ -> Check.of(DataChecks::configKeys),
        "config map", _ -> Check.of(DataChecks::configMap),
        "secret", _ -> Check.of(DataChecks::secret),
        "kept if immutable", Maker.of(Maker::words, DataChecks::immutable));
  }

  /// Keys that can be names of files.
  private static void configKeys(Subject map) {
    for (var entry : map.value().properties()) {
      Names.configKey(map.causes(), map.entry(entry.getKey()).path(), entry.getKey());
    }
  }

  private static void configMap(Subject map) {
    var binary = map.field("binaryData");
    var size = decodedSize(binary.value());
    for (var entry : map.field("data").value().properties()) {
      if (binary.value().has(entry.getKey())) {
        var at = map.field("data").entry(entry.getKey());
        map.causes().invalid(at.path(), entry.getKey(), "duplicate of key present in binaryData");
      }
      size += entry.getValue().asText().length();
    }
    if (size > LIMIT) {
      map.causes().tooLong("[]", LIMIT);
    }
  }

  private static void secret(Subject secret) {
    var data = secret.field("data");
    if (decodedSize(data.value()) > LIMIT) {
      secret.causes().tooLong(data.path(), LIMIT);
    }
    switch (secret.field("type").text()) {
      case "kubernetes.io/service-account-token" -> {
        var owner = "kubernetes.io/service-account.name";
        present(secret.field("metadata").field("annotations"), owner);
      }
      case "kubernetes.io/dockercfg" -> configuration(data, ".dockercfg");
      case "kubernetes.io/dockerconfigjson" -> configuration(data, ".dockerconfigjson");
      case "kubernetes.io/basic-auth" -> {
        if (!data.value().has("username") && !data.value().has("password")) {
          secret.causes().required("data[%s][username]");
          secret.causes().required("data[%s][password]");
        }
      }
      case "kubernetes.io/ssh-auth" -> {
        if (data.entry("ssh-privatekey").isEmpty()) {
          secret.causes().required("data[%s][ssh-privatekey]");
        }
      }
      case "kubernetes.io/tls" -> {
        present(data, "tls.crt");
        present(data, "tls.key");
      }
      default -> {}
    }
  }

  private static void present(Subject map, String key) {
    if (!map.value().has(key)) {
      map.entry(key).required();
    }
  }

  /// What a container runtime reads as JSON.
  private static void configuration(Subject data, String key) {
    present(data, key);
    if (data.value().has(key) && !isJsonObject(data.entry(key).text())) {
      var why = "must be a JSON object";
      data.causes().invalid(data.entry(key).path(), "<secret contents redacted>", why);
    }
  }

  private static boolean isJsonObject(String base64) {
    try {
      var value = JsonFormat.parse(Base64.getMimeDecoder().decode(base64));
      return value.isObject() || value.isNull();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// What was once declared immutable stays so, and its data stay.
  private static void immutable(Subject object, List<String> fields) {
    if (!object.isUpdate() || !object.old().path("immutable").asBoolean()) {
      return;
    }
    if (!object.value().path("immutable").asBoolean()) {
      object.causes().forbidden("immutable", IMMUTABLE);
    }
    for (var field : fields) {
      if (!object.value().path(field).equals(object.old().path(field))) {
        object.causes().forbidden(field, IMMUTABLE);
      }
    }
  }

  private static long decodedSize(JsonNode map) {
    var size = 0L;
    for (var entry : map.properties()) {
      size += entry.getValue().asText().length() * 3L / 4;
    }
    return size;
  }

  private DataChecks() {}
}
