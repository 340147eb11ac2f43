package timonier.apiserver.extensions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import timonier.apiserver.requests.ApiRequest;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;
import timonier.store.Store;

/// The admissions of all parts, in their order.
public record AdmissionChain(ServerContext server, List<Admission> admissions) {

  public static AdmissionChain of(ServerContext server) {
    return new AdmissionChain(
        server,
        server.extensions(Admission.Factory.class).stream()
            .map(factory -> factory.create(server))
            .toList());
  }

  /// An attempt to do something with an object.
  ///
  /// @param key where the object is found: of a new one, the request need not say it
  /// @param subresource which part of it is written, or what is asked of it; empty for the object
  public Attempt attempt(
      Attempt.Operation operation,
      ResourceType<?> type,
      ObjectKey key,
      String subresource,
      ApiRequest request,
      ObjectNode object,
      Optional<ObjectNode> old,
      boolean dryRun) {
    return new Attempt(operation, server, type, key, subresource, request, object, old, dryRun);
  }

  /// Carries out an attempt, and undoes what was claimed for it if it fails. Where the outcome of
  /// the write is unknown, claims stay: what was written may rely on them.
  public <T> T carryOut(Attempt attempt, Supplier<T> write) {
    try {
      return write.get();
    } catch (ApiException | Store.CompareFailed | Store.ReadOnly failed) {
      attempt.undo(failed);
      throw failed;
    }
  }

  /// Lets each change the object.
  public void mutate(Attempt attempt) {
    admissions.forEach(admission -> admission.mutate(attempt));
  }

  /// Lets each refuse the object in its final form.
  public void validate(Attempt attempt) {
    admissions.forEach(admission -> admission.validate(attempt));
  }

  /// Tells each that an object is about to be removed from the store.
  public void removing(ResourceType<?> type, ObjectNode object) {
    admissions.forEach(admission -> admission.removing(type, object, server.store()));
  }

  /// Tells each that an object was removed from the store.
  public void removed(ResourceType<?> type, ObjectNode object) {
    admissions.forEach(admission -> admission.removed(type, object, server.store()));
  }
}
