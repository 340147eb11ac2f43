package timonier.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.User;
import timonier.client.HttpTransport;
import timonier.pods.Manifests;
import timonier.pods.objects.JsonFormat;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.Part;
import timonier.pods.objects.ResourceType;

/// A small kubectl for those who have none.
@Command(
    name = "ctl",
    description = "A small kubectl: get, apply, delete, logs.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CtlCommand.Get.class,
      CtlCommand.Apply.class,
      CtlCommand.Delete.class,
      CtlCommand.Logs.class
    })
final class CtlCommand {

  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

  /// The options that all its commands share.
  abstract static class Verb implements Callable<Integer> {
    @Option(names = "--data", description = "The cluster's folder (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".timonier");

    @Option(
        names = {"-n", "--namespace"},
        description = "The namespace (default: ${DEFAULT-VALUE}).")
    private String namespace = "default";

    final String namespace() {
      return namespace;
    }

    final HttpTransport transport() {
      return DataFolder.existing(data).transport();
    }

    final JsonNode call(ApiRequest request) {
      try (var transport = transport()) {
        return accept(transport.call(request));
      }
    }

    final ResourceType<?> type(String name) {
      var wanted = name.toLowerCase(Locale.ROOT);
      return types().stream()
          .filter(type ->
              type.plural().equals(wanted)
                  || type.singular().equals(wanted)
                  || type.shortNames().contains(wanted))
          .findFirst()
          .orElseThrow(
              () -> new CommandFailure("The server has no resource type \"" + name + "\"."));
    }

    final ObjectKey key(ResourceType<?> type, String name) {
      return new ObjectKey(type.namespaced() ? namespace : "", name);
    }
  }

  private static List<ResourceType<?>> types() {
    return Part.resourceTypes(Assembly.parts(Assembly.LAST, "10.96.0.0/16"));
  }

  private static User user() {
    return new User("admin", List.of());
  }

  private static JsonNode accept(ApiResponse response) {
    var tree = JsonFormat.parse(response.body());
    if (response.code() >= 300) {
      throw new CommandFailure(
          "Error from server (%s): %s"
              .formatted(tree.path("reason").asText(), tree.path("message").asText()));
    }
    return tree;
  }

  private static ApiRequest request(String method, String path, String contentType, JsonNode body) {
    return ApiRequest.of(
        method,
        path,
        Map.of("fieldManager", List.of("timonier-ctl"), "fieldValidation", List.of("Strict")),
        contentType,
        body.toString(),
        user());
  }

  @Command(name = "get", description = "List objects.", mixinStandardHelpOptions = true)
  static final class Get extends Verb {
    @Parameters(index = "0", paramLabel = "TYPE", description = "As in pods or deployments.")
    private String type = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "One object.")
    private String name = "";

    @Override
    public Integer call() {
      var found = type(type);
      var request =
          new ApiRequest(
              "GET",
              found.path(key(found, name)),
              Map.of(),
              Map.of("accept", TABLE),
              new byte[0],
              user());
      print(call(request), System.out);
      return 0;
    }
  }

  private static void print(JsonNode table, PrintStream out) {
    var lines = new ArrayList<List<String>>();
    var head = new ArrayList<String>();
    var shown = new ArrayList<Integer>();
    for (var i = 0; i < table.path("columnDefinitions").size(); i++) {
      var column = table.path("columnDefinitions").get(i);
      if (column.path("priority").asInt() == 0) {
        shown.add(i);
        head.add(column.path("name").asText().toUpperCase(Locale.ROOT));
      }
    }
    lines.add(head);
    for (var row : table.path("rows")) {
      lines.add(shown.stream().map(i -> row.path("cells").get(i).asText()).toList());
    }
    if (lines.size() == 1) {
      out.println("No resources found");
      return;
    }
    for (var line : lines) {
      var text = new StringBuilder();
      for (var i = 0; i < line.size(); i++) {
        var column = i;
        var width = lines.stream().mapToInt(l -> l.get(column).length()).max().orElse(0);
        text.append(line.get(i)).append(" ".repeat(width + 3 - line.get(i).length()));
      }
      out.println(text.toString().stripTrailing());
    }
  }

  @Command(
      name = "apply",
      description = "Create the objects of a file, or change them to match it.",
      mixinStandardHelpOptions = true)
  static final class Apply extends Verb {
    @Option(names = "-f", required = true, paramLabel = "FILE", description = "A YAML file.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
      for (var document : documents(file)) {
        System.out.println(apply(document));
      }
      return 0;
    }

    private String apply(ObjectNode document) {
      var type = type(document.path("kind").asText());
      var name = document.path("metadata").path("name").asText();
      var key = key(type, name);
      var patch =
          request("PATCH", type.path(key), "application/strategic-merge-patch+json", document);
      try (var transport = transport()) {
        var changed = transport.call(patch);
        if (changed.code() == 404) {
          var collection = type.path(new ObjectKey(key.namespace(), ""));
          accept(transport.call(request("POST", collection, "application/json", document)));
          return type.groupResource() + "/" + name + " created";
        }
        accept(changed);
        return type.groupResource() + "/" + name + " configured";
      }
    }
  }

  private static List<ObjectNode> documents(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new CommandFailure("The file " + file + " cannot be read.");
    }
    try {
      return Manifests.read(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("The file %s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  @Command(name = "delete", description = "Delete an object.", mixinStandardHelpOptions = true)
  static final class Delete extends Verb {
    @Parameters(index = "0", paramLabel = "TYPE", description = "As in pod or deployment.")
    private String type = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "The object.")
    private String name = "";

    @Override
    public Integer call() {
      var found = type(type);
      call(ApiRequest.of("DELETE", found.path(key(found, name)), Map.of(), user()));
      System.out.println(found.singular() + " \"" + name + "\" deleted");
      return 0;
    }
  }

  @Command(
      name = "logs",
      description = "Print the log of a pod's container.",
      mixinStandardHelpOptions = true)
  static final class Logs extends Verb {
    @Parameters(index = "0", paramLabel = "POD", description = "The pod.")
    private String pod = "";

    @Option(
        names = {"-f", "--follow"},
        description = "Follow the log.")
    private boolean follow;

    @Option(
        names = {"-c", "--container"},
        description = "The container, if the pod has several.")
    private String container = "";

    @Override
    public Integer call() throws IOException {
      var query = new java.util.LinkedHashMap<String, List<String>>();
      query.put("follow", List.of(Boolean.toString(follow)));
      if (!container.isEmpty()) {
        query.put("container", List.of(container));
      }
      var path = "/api/v1/namespaces/" + namespace() + "/pods/" + pod + "/log";
      try (var transport = transport()) {
        transport.stream(ApiRequest.of("GET", path, query, user()), System.out);
      } catch (timonier.pods.objects.ApiException refusal) {
        throw new CommandFailure(
            "Error from server (%s): %s"
                .formatted(refusal.status().reason(), refusal.getMessage()));
      }
      System.out.flush();
      return 0;
    }
  }
}
