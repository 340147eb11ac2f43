package timonier.services;

import java.util.List;
import java.util.Map;
import timonier.services.ProxyPlan.Place;

/// What really listens at services' addresses and passes connections on.
public interface Listeners extends AutoCloseable {

  /// Listens at exactly these places from now on. New connections go to one of those behind a
  /// place; connections that are open are left alone.
  ///
  /// @param routes who is behind each place
  /// @return why it does not listen at some places, by place
  Map<Place, String> route(Map<Place, List<Place>> routes);

  /// Takes others that say nothing any more out of the places where they listen beside this one, so
  /// that they get no connections. Called again a second after it returned, never twice at once.
  default void endSilentPeers() {}

  @Override
  void close();
}
