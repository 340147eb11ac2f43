/// How objects are stored: under which keys, in the form of which version, as which bytes; and how
/// lists are put together from these bytes.
///
/// Read in this order: [StorageCodec], [StoredForm], [Listing], [ListBody], [GeneratedName].
@NullMarked
package timonier.apiserver.storage;

import org.jspecify.annotations.NullMarked;
