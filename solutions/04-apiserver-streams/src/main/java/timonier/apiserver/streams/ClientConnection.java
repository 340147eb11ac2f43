package timonier.apiserver.streams;

import java.io.InputStream;
import java.io.OutputStream;

/// A client's connection after its upgrade: bytes in both directions.
///
/// @param in the bytes from the client
/// @param out the bytes to the client
/// @param cut ends the connection at once; callers that wait for it fail
public record ClientConnection(InputStream in, OutputStream out, Runnable cut) {}
