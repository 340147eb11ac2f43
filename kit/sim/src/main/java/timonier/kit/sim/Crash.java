package timonier.kit.sim;

/// Unwinds a piece of work whose component has crashed; no component may catch it.
public final class Crash extends Error {

  private static final long serialVersionUID = 1L;

  Crash(String loop) {
    super(loop + " crashed", null, false, false);
  }
}
