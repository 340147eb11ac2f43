/// The Docker Engine: how it is asked, how one talks to programs in its containers, and images that
/// are made here, from nothing.
///
/// Read in this order: [Engine], [Blueprint], [Details], [EngineStream], [EngineExec], [EngineLog],
/// [EngineEvents], [Pull], [PauseImage], [ImageArchive].
@NullMarked
package timonier.pods.docker;

import org.jspecify.annotations.NullMarked;
