package timonier.apiserver.storage;

import java.util.List;
import timonier.store.Store.Entry;

/// Some of the objects of a type, all as they were at one revision.
///
/// @param entries in the order of their keys
/// @param revision the revision at which all were read
/// @param continueToken where the next page begins; empty if this is the last
/// @param remaining how many are left for the next pages
public record Listing(List<Entry> entries, long revision, String continueToken, int remaining) {}
