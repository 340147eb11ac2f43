/// Foreign clients against a live cluster: the server does whatever they rely on.
@NullMarked
package timonier.clients;

import org.jspecify.annotations.NullMarked;
