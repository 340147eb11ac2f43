package timonier.apiserver.extensions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Optional;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.User;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.ObjectKey;
import timonier.pods.objects.ResourceType;
import timonier.store.Store;

/// One attempt to write, delete or connect to an object, as admission sees it. Used by one thread.
public final class Attempt {

  /// What is done.
  public enum Operation {
    /// An object is made.
    CREATE,
    /// An object, or a part of it, is changed; what is done by a subresource counts as a change of
    /// its object.
    UPDATE,
    /// An object is deleted, or its deletion begins.
    DELETE,
    /// A client begins to talk to what the object stands for, as by `exec` to a pod.
    CONNECT
  }

  private final Operation operation;
  private final ServerContext server;
  private final ResourceType<?> type;
  private final ObjectKey key;
  private final String subresource;
  private final ApiRequest request;
  private final ObjectNode object;
  private final Optional<ObjectNode> old;
  private final boolean dryRun;
  private final ArrayDeque<Runnable> claims = new ArrayDeque<>();
  private boolean changed;

  Attempt(
      Operation operation,
      ServerContext server,
      ResourceType<?> type,
      ObjectKey key,
      String subresource,
      ApiRequest request,
      ObjectNode object,
      Optional<ObjectNode> old,
      boolean dryRun) {
    this.operation = operation;
    this.server = server;
    this.type = type;
    this.key = key;
    this.subresource = subresource;
    this.request = request;
    this.object = object;
    this.old = old;
    this.dryRun = dryRun;
  }

  /// What is done.
  public Operation operation() {
    return operation;
  }

  /// The type of object.
  public ResourceType<?> type() {
    return type;
  }

  /// Where it is found.
  public ObjectKey key() {
    return key;
  }

  /// Which part of it is written, or what is asked of it, as in `status` or `exec`; empty for the
  /// object.
  public String subresource() {
    return subresource;
  }

  /// The object as it will be, to read: as far as it is known yet for a creation or an update, as
  /// it is for what goes or is talked to.
  public ObjectNode object() {
    return object;
  }

  /// The object as it will be, to change in place. Only [Admission#mutate] may do so.
  public ObjectNode change() {
    changed = true;
    return object;
  }

  /// The object as it was; empty for a creation.
  public Optional<ObjectNode> old() {
    return old;
  }

  /// The client.
  public User user() {
    return request.user();
  }

  /// How it asks.
  public ApiRequest request() {
    return request;
  }

  /// Whether nothing will really be written: then nothing may be claimed either.
  public boolean dryRun() {
    return dryRun;
  }

  /// The store, for what has to be claimed with it.
  public Store store() {
    return server.store();
  }

  /// For time and chance.
  public EventLoop loop() {
    return server.loop();
  }

  /// Registers how to undo what was just claimed. Called if nothing is written in the end, the last
  /// claim first. It must cope with writes of others meanwhile.
  public void claimed(Runnable undo) {
    claims.push(undo);
  }

  /// Whether the object was changed.
  public boolean isChanged() {
    return changed;
  }

  /// Undoes what was claimed, the last first.
  ///
  /// @param why why nothing is written; it also tells what could not be undone
  void undo(RuntimeException why) {
    while (!claims.isEmpty()) {
      try {
        claims.pop().run();
      } catch (RuntimeException failure) {
        why.addSuppressed(failure);
      }
    }
  }
}
