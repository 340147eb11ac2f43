/// Containers of the Docker Engine: the runtime, a client of the engine, sessions with programs in
/// its containers, and images that are made here from nothing.
///
/// Read in this order: [DockerRuntime], [DockerRecords], [Engine], [Blueprint], [Details],
/// [EngineContainers], [EngineStream], [EngineTalk], [EngineLog], [EngineEvents], [Pull],
/// [PauseImage], [ImageArchive], [ToolsImage].
@NullMarked
package timonier.pods.docker;

import org.jspecify.annotations.NullMarked;
