package timonier.apiserver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.RequestPath;
import timonier.apiserver.requests.Requests;
import timonier.apiserver.schema.Options;
import timonier.apiserver.selectors.Selection;
import timonier.apiserver.storage.Listing;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;
import timonier.store.Store;
import timonier.store.Store.Entry;
import timonier.store.StoreKey;

/// Answers get and list.
///
/// A list is the stored bytes of its objects put together; objects are parsed only where a selector
/// has to look into them.
final class ObjectReader {

  /// The longest page: as many objects as an array can hold.
  private static final int LONGEST_PAGE = Integer.MAX_VALUE;

  private final Store store;

  ObjectReader(Store store) {
    this.store = store;
  }

  /// One object.
  ///
  /// @throws ApiException 404 if there is none
  Entry get(ServedType type, ObjectKey key) {
    return store
        .get(type.codec().key(key))
        .map(type.codec()::served)
        .orElseThrow(() -> ApiException.notFound(type.type(), key.name()));
  }

  /// Some of the objects of a type.
  ///
  /// @throws ApiException 400 or 422 if the request asks for what cannot be; 410 if it asks for a
  ///   revision that was compacted; 504 if for one that is not written yet
  Listing list(ServedType type, RequestPath path, ApiRequest request) {
    var selection = Selection.of(request::parameter, type.rules());
    checkOptions(request);
    var limit =
        Math.clamp(request.parameter("limit").map(Options::number).orElse(0L), 0, LONGEST_PAGE);
    var start = request.parameter("continue").map(ObjectReader::place);
    var revision = start.map(Place::revision).orElseGet(() -> revision(request));
    var after = start.map(place -> place.after(type, path.namespace()));
    var name = path.name().isEmpty() ? selection.value("metadata.name").orElse("") : path.name();
    var range = type.codec().range(path.namespace(), name);
    try {
      if (selection.isEverything()) {
        var page = store.range(range, revision, limit, after);
        var entries = page.entries().stream().map(type.codec()::served).toList();
        return listing(entries, page.revision(), page.remaining());
      }
      var page = store.range(range, revision, 0, after);
      return select(type, page, selection, limit);
    } catch (Store.Compacted _) {
      throw ApiException.expired(
          start.isPresent()
              ? "The provided continue parameter is too old to display a consistent list result."
                  + " You must start a new list without the continue parameter."
              : "The resourceVersion for the provided list is too old.");
    }
  }

  private static void checkOptions(ApiRequest request) {
    Options.checkNumbers(request::parameter);
    var version = request.parameter("resourceVersion").orElse("");
    var isContinued = request.parameter("continue").isPresent();
    Options.checkList(
        request.query().containsKey("sendInitialEvents"),
        request.parameter("resourceVersionMatch"),
        version,
        isContinued);
    if (isContinued && !List.of("", "0").contains(version)) {
      throw ApiException.badRequest(
          "specifying resource version is not allowed when using continue");
    }
  }

  /// The revision that a list asks for: 0 for the newest. `resourceVersion=0` means any, and the
  /// newest is one; only `resourceVersionMatch=Exact` asks for the past.
  private long revision(ApiRequest request) {
    var wanted = request.parameter("resourceVersion").map(Requests::revision).orElse(0L);
    if (wanted > store.revision()) {
      throw Requests.tooNew(wanted, store.revision());
    }
    return request.parameter("resourceVersionMatch").filter("Exact"::equals).isPresent()
        ? wanted
        : 0;
  }

  private static Listing select(ServedType type, Store.Page page, Selection selection, int limit) {
    var found = new ArrayList<Entry>();
    var matching = 0;
    for (var stored : page.entries()) {
      var entry = type.codec().served(stored);
      if (selection.mayMatch(entry.value()) && selection.matches(type.codec().tree(entry))) {
        matching++;
        if (limit == 0 || found.size() < limit) {
          found.add(entry);
        }
      }
    }
    return listing(found, page.revision(), matching - found.size());
  }

  private static Listing listing(List<Entry> entries, long revision, int remaining) {
    var next = remaining == 0 ? "" : new Place(revision, entries.getLast().key()).token();
    return new Listing(entries, revision, next, remaining);
  }

  /// Where a page ended.
  private record Place(long revision, StoreKey last) {
    String token() {
      var text = revision + "/" + last.namespace() + "/" + last.name();
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    StoreKey after(ServedType type, String namespace) {
      if (!namespace.isEmpty() && !namespace.equals(last.namespace())) {
        throw ApiException.badRequest("the continue parameter belongs to another list");
      }
      return type.codec().key(new ObjectKey(last.namespace(), last.name()));
    }
  }

  private static Place place(String token) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      var parts = text.split("/", 3);
      return new Place(Long.parseLong(parts[0]), new StoreKey("", parts[1], parts[2]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
      throw ApiException.badRequest("continue key is not valid: " + token);
    }
  }
}
