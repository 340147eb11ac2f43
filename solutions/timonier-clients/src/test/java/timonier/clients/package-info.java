/// Clients that nobody here wrote, against a live cluster: whatever they rely on, the server does.
@NullMarked
package timonier.clients;

import org.jspecify.annotations.NullMarked;
