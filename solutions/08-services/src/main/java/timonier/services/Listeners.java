package timonier.services;

import java.util.List;
import java.util.Map;
import timonier.services.ProxyPlan.Place;

/// Listens at services' addresses, and passes connections on.
public interface Listeners extends AutoCloseable {

  /// Listens at exactly these places from now on. New connections go to one of the endpoints behind
  /// a place; open connections are left alone.
  ///
  /// @param routes the endpoints behind each place
  /// @return the places at which it could not listen, and why
  Map<Place, String> route(Map<Place, List<Place>> routes);

  /// Removes other processes that no longer respond from the places that they share with this one,
  /// so that they get no connections. Called again a second after it returned, never twice at once.
  default void endSilentPeers() {}

  @Override
  void close();
}
