/// SPDY/3.1 as older clients speak it: frames, and headers compressed with the protocol's own
/// dictionary (SPDY Protocol Draft 3.1).
///
/// Read in this order: [SpdyConnection], [SpdyHeaders], [SpdyDictionary].
@NullMarked
package timonier.apiserver.streams.spdy;

import org.jspecify.annotations.NullMarked;
