package timonier.apiserver.streams;

import java.io.IOException;
import java.util.Map;

/// What a client is answered that asks to talk (`101 Switching Protocols`).
///
/// @param headers the headers of the answer
/// @param talk what follows
/// @param abandon instead of the talk, if the client is gone before it begins
public record Upgrade(Map<String, String> headers, Talk talk, Runnable abandon) {

  /// Talking to a client.
  public interface Talk {
    /// Talks until one of both has left. Whatever was opened is closed then.
    void with(ClientConnection client) throws IOException;
  }
}
