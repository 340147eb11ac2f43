package timonier.client;

import java.util.List;

/// Objects, all as they were at one moment.
///
/// @param items the objects, in the order of their keys
/// @param resourceVersion the moment; a watch can go on from here
/// @param <T> their type
public record ObjectList<T>(List<T> items, String resourceVersion) {}
