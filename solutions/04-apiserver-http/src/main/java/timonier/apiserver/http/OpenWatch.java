package timonier.apiserver.http;

import java.util.Iterator;
import java.util.List;
import timonier.apiserver.requests.ApiRequest;
import timonier.apiserver.requests.ApiResponse;
import timonier.apiserver.requests.Transport;
import timonier.apiserver.requests.Transport.WatchObserver;
import timonier.apiserver.requests.WatchEvent;
import timonier.kit.loop.EventLoop;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.ObjectKey;

/// A watch of a client behind a socket: its events go out as lines.
record OpenWatch(LineStream lines) implements WatchObserver {

  /// Begins a watch. One that asks for a past which is no longer kept begins all the same, and ends
  /// with the refusal as its only event: clients look for it there.
  ///
  /// @param loop on which the lines wait for the client
  /// @throws ApiException if the server refuses for another reason
  static LineStream begin(EventLoop loop, Transport transport, ApiRequest request) {
    var watch = new OpenWatch(new LineStream(loop));
    try {
      watch.lines.onClosed(transport.watch(request, watch)::cancel);
    } catch (ApiException refusal) {
      if (!refusal.is("Expired")) {
        throw refusal;
      }
      watch.event("ERROR", ApiResponse.of(refusal.status()).body());
      watch.closed();
    }
    return watch.lines;
  }

  @Override
  public void event(String type, byte[] object) {
    var what = WatchEvent.Type.valueOf(type);
    events(List.of(new WatchEvent(what, new ObjectKey("", ""), 0, object)));
  }

  @Override
  public void events(List<WatchEvent> events) {
    lines.offer(new Lines(events.iterator()));
  }

  /// The lines of events, which are shared with other clients.
  private record Lines(Iterator<WatchEvent> events) implements Iterator<byte[]> {
    @Override
    public boolean hasNext() {
      return events.hasNext();
    }

    @Override
    public byte[] next() {
      return events.next().line();
    }
  }

  @Override
  public void closed() {
    lines.end();
  }
}
