package timonier.apiserver;

/// What a watcher selects, at the finest level that the index of watchers knows.
///
/// @param namespace empty for all
/// @param name one name; empty for all
/// @param value one value of the indexed field, as the node of pods; empty for all
record WatchPlace(String namespace, String name, String value) {}
