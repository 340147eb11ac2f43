/// How objects are stored: their keys, the version of their form, and their bytes; and how lists
/// are put together from these bytes.
///
/// Read in this order: [StorageCodec], [StoredForm], [Listing], [ListBody], [GeneratedName].
@NullMarked
package timonier.apiserver.storage;

import org.jspecify.annotations.NullMarked;
