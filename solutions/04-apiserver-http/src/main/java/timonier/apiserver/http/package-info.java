/// The API server over the network: HTTP/1.1 and HTTP/2 over TLS, for clients that may be slow,
/// silent or gone.
///
/// [HttpServer] hands requests to the same entry as callers within the process. Watches and talks
/// with pods need no thread of it: they pass [UpgradeFilter] or become lines ([OpenWatch],
/// [LineStream]). What is passed on to programs, [ProxyFilter] handles; each is an [EarlyFilter].
///
/// Read in this order: [HttpServer], [OpenWatch], [LineStream], [HttpLines], [WebSocketLines],
/// [UpgradeFilter], [UpgradedConnection], [ProxyFilter], [ProxyClient]; [TlsBlocks],
/// [Http1Connection], [Deadline], [Failures].
@NullMarked
package timonier.apiserver.http;

import org.jspecify.annotations.NullMarked;
