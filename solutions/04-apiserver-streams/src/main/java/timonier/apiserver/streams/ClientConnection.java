package timonier.apiserver.streams;

import java.io.InputStream;
import java.io.OutputStream;

/// A client's connection after its upgrade: bytes in both directions.
///
/// @param in what the client says
/// @param out what it is told
/// @param cut ends the connection at once; callers that wait for it fail
public record ClientConnection(InputStream in, OutputStream out, Runnable cut) {}
