package timonier.apiserver.extensions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import timonier.apiserver.openapi.DescribedType.DescribedSubresource;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;
import timonier.pods.objects.Status;

/// A path below one object, as `scale` of a Deployment.
///
/// @param name the last part of its path
/// @param group the API group of what it takes and answers
/// @param version the version of that group; empty for the version of the type
/// @param kind what it takes and answers, as in `Scale`; empty for the kind of the type
/// @param answers what answers, by HTTP method
/// @param verb what a client must be allowed to do, as in `create`; empty for what the method says
/// @param isStream whether its answers are not documents
/// @param isConnection whether clients talk through it to what the object stands for, so that
///   admission is asked about it
public record Subresource(
    String name,
    String group,
    String version,
    String kind,
    Map<String, Answer> answers,
    Optional<String> verb,
    boolean isStream,
    boolean isConnection) {

  /// The verbs of methods, sorted.
  private static final Map<String, String> VERBS =
      Map.of("POST", "create", "DELETE", "delete", "GET", "get", "PATCH", "patch", "PUT", "update");

  /// Answers a request.
  @FunctionalInterface
  public interface Answer {
    /// Answers.
    ///
    /// @throws ApiException to refuse
    ApiResponse to(Call call);
  }

  /// A request for a subresource of one object, and what can be done to answer it.
  public interface Call {
    /// Where the object is found.
    ObjectKey key();

    /// The type of the object.
    ResourceType<?> type();

    /// Who asks, and how.
    ApiRequest request();

    /// What the server is made of.
    ServerContext server();

    /// The way to nodes.
    ///
    /// @throws ApiException 501 if this server has none
    default NodeConnection nodes() {
      return server()
          .nodes()
          .orElseThrow(() ->
              new ApiException(
                  Status.failure(501, "NotImplemented", "this server cannot reach nodes")));
    }

    /// The object as it is, which is the caller's to change.
    ///
    /// @throws ApiException 404 if there is none
    ObjectNode object();

    /// Another object as it is.
    ///
    /// @throws ApiException 404 if there is none, or if its type is not served
    ObjectNode object(ResourceType<?> type, ObjectKey key);

    /// The document in the body of the request.
    ObjectNode document();

    /// The patch in the body of the request, of something without a schema.
    UnaryOperator<ObjectNode> patch();

    /// Answers with the object, in the form that the client accepts.
    ApiResponse read();

    /// Replaces a part of the object by that of the document in the request, and answers with it.
    ApiResponse replace(Slice slice);

    /// Changes a part of the object by the patch in the request, and answers with it.
    ApiResponse patch(Slice slice);

    /// Changes the object: reads, changes and writes it, again if others wrote in between.
    ///
    /// @param change makes the new object of a copy of the old one
    /// @return the object as it stands then
    ObjectNode update(Slice slice, UnaryOperator<ObjectNode> change);

    /// Deletes the object, or begins to.
    ///
    /// @param options `DeleteOptions`; empty for none
    void delete(Optional<ObjectNode> options);
  }

  /// One whose documents are objects of its type.
  public static Subresource of(String name) {
    return new Subresource(name, "", "", "", Map.of(), Optional.empty(), false, false);
  }

  /// One with documents of another kind.
  public static Subresource of(String name, String group, String version, String kind) {
    return new Subresource(name, group, version, kind, Map.of(), Optional.empty(), false, false);
  }

  /// One that reads and writes a part of the object, as `status` does.
  public static Subresource of(Slice slice) {
    return of(slice.name()).reading(slice);
  }

  /// The same, also answering a method.
  public Subresource on(String method, Answer answer) {
    var more = new LinkedHashMap<>(answers);
    more.put(method, answer);
    return new Subresource(name, group, version, kind, more, verb, isStream, isConnection);
  }

  /// The same, also reading the object and writing a part of it.
  public Subresource reading(Slice slice) {
    return on("GET", Call::read)
        .on("PUT", call -> call.replace(slice))
        .on("PATCH", call -> call.patch(slice));
  }

  /// The same, only for clients that may use a verb.
  public Subresource asking(String verb) {
    return new Subresource(
        name, group, version, kind, answers, Optional.of(verb), isStream, isConnection);
  }

  /// The same, with answers that are not documents.
  public Subresource streaming() {
    return new Subresource(name, group, version, kind, answers, verb, true, isConnection);
  }

  /// The same, through which clients talk to what the object stands for.
  public Subresource connecting() {
    return new Subresource(name, group, version, kind, answers, verb, true, true);
  }

  /// Its entry in discovery.
  public DescribedSubresource described(ResourceType<?> type) {
    List<String> verbs =
        answers.keySet().stream().map(method -> VERBS.getOrDefault(method, "")).sorted().toList();
    return new DescribedSubresource(
        name, group, version, kind.isEmpty() ? type.kind() : kind, verbs);
  }
}
