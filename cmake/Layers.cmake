# One object library for each room (a folder of the source tree), in the order of the layers: a
# room may use only those left of it. Programs link whole rooms as objects, so that rows that
# register themselves (proto/section.h) are always linked.
set(DUBAN_LAYERS proto text base store model rules engine api bus)
set(layer_dirs proto text daemon/base daemon/store daemon/model daemon/rules daemon/engine daemon/api daemon/bus)

set(duban_objects $<TARGET_OBJECTS:duban_pb>)
foreach(layer dir IN ZIP_LISTS DUBAN_LAYERS layer_dirs)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${dir}/*.c)
  list(REMOVE_ITEM sources ${CMAKE_SOURCE_DIR}/text/width.c)
  if(sources)
    add_library(duban_${layer} OBJECT ${sources})
    target_link_libraries(duban_${layer} PRIVATE duban_flags PkgConfig::LIBPROTOBUF_C)
    add_dependencies(duban_${layer} duban_protos)
    list(APPEND duban_objects $<TARGET_OBJECTS:duban_${layer}>)
  endif()
  set(duban_objects_${layer} ${duban_objects})
endforeach()
# Only dubanctl needs text widths, so that the daemon is not linked with libunistring.
add_library(duban_width OBJECT ${CMAKE_SOURCE_DIR}/text/width.c)
target_link_libraries(duban_width PRIVATE duban_flags)
file(GLOB shipped CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/daemon/data/*)
set_source_files_properties(${CMAKE_SOURCE_DIR}/daemon/base/data.c PROPERTIES
  COMPILE_OPTIONS "-Wa,-I${CMAKE_SOURCE_DIR}/daemon/data" OBJECT_DEPENDS "${shipped}")

set(duban_libs PkgConfig::LIBPROTOBUF_C PkgConfig::LIBCRYPTO PkgConfig::LMDB
  PkgConfig::LIBSYSTEMD PkgConfig::LIBSODIUM Threads::Threads)

# duband
if(EXISTS ${CMAKE_SOURCE_DIR}/daemon/main.c)
  file(GLOB daemon_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/daemon/*.c)
  set(daemon_lib_sources ${daemon_sources})
  list(REMOVE_ITEM daemon_lib_sources ${CMAKE_SOURCE_DIR}/daemon/main.c)
  add_library(duban_daemon OBJECT ${daemon_lib_sources})
  target_link_libraries(duban_daemon PRIVATE duban_flags)
  add_dependencies(duban_daemon duban_protos)
  set(duban_objects_daemon ${duban_objects} $<TARGET_OBJECTS:duban_daemon>)
  add_executable(duband daemon/main.c ${duban_objects_daemon})
  target_link_libraries(duband PRIVATE duban_flags ${duban_libs} PkgConfig::INIH)
  add_dependencies(duband duban_protos)
endif()

# libduban and dubanctl use only proto/ and text/ of the daemon's rooms.
file(GLOB_RECURSE lib_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/client/lib/*.c)
if(lib_sources)
  add_library(duban_client OBJECT ${lib_sources})
  target_link_libraries(duban_client PRIVATE duban_flags PkgConfig::LIBZMQ PkgConfig::INIH)
  add_dependencies(duban_client duban_protos)
  # The texts of codes are linked into the library, and dubanctl takes them from there.
  file(GLOB cli_data CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/client/cli/data/*)
  target_compile_options(duban_client PRIVATE "-Wa,-I${CMAKE_SOURCE_DIR}/client/cli/data")
  set_source_files_properties(${CMAKE_SOURCE_DIR}/client/lib/text/messages.c PROPERTIES OBJECT_DEPENDS "${cli_data}")
  set(client_libs PkgConfig::LIBPROTOBUF_C PkgConfig::LIBZMQ PkgConfig::INIH PkgConfig::LIBCRYPTO Threads::Threads)
  set(client_objects $<TARGET_OBJECTS:duban_pb> ${duban_objects_text} $<TARGET_OBJECTS:duban_client>)
  list(REMOVE_DUPLICATES client_objects)
  add_library(libduban SHARED ${client_objects})
  set_target_properties(libduban PROPERTIES OUTPUT_NAME duban VERSION ${PROJECT_VERSION} SOVERSION 0)
  if(EXISTS ${CMAKE_SOURCE_DIR}/client/lib/duban.map)
    target_link_options(libduban PRIVATE -Wl,--version-script=${CMAKE_SOURCE_DIR}/client/lib/duban.map)
  endif()
  target_link_libraries(libduban PRIVATE ${client_libs})
  file(GLOB_RECURSE cli_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/client/cli/*.c)
  if(cli_sources)
    set(cli_main ${CMAKE_SOURCE_DIR}/client/cli/frame/main.c)
    list(REMOVE_ITEM cli_sources ${cli_main})
    # An object library, so that the tests of its modules do not compile them again.
    add_library(duban_cli OBJECT ${cli_sources})
    target_compile_options(duban_cli PRIVATE "-Wa,-I${CMAKE_SOURCE_DIR}/client/cli/data")
    set_source_files_properties(${cli_sources} PROPERTIES OBJECT_DEPENDS "${cli_data}")
    target_link_libraries(duban_cli PRIVATE duban_flags)
    add_dependencies(duban_cli duban_protos)
    # Linked with the objects, not the shared library, so that it runs from the build folder.
    add_executable(dubanctl ${cli_main} $<TARGET_OBJECTS:duban_cli> ${client_objects} $<TARGET_OBJECTS:duban_width>)
    target_link_libraries(dubanctl PRIVATE duban_flags ${client_libs} ${CSV_LIBRARY} ${UNISTRING_LIBRARY}
      PkgConfig::XLSXWRITER PkgConfig::ZIP PkgConfig::EXPAT)
    add_dependencies(dubanctl duban_protos)
  endif()
  # duban-notify: of libduban its public headers only, and a store of its own.
  file(GLOB_RECURSE notify_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/client/notify/*.c)
  if(notify_sources)
    set(notify_main ${CMAKE_SOURCE_DIR}/client/notify/main.c)
    list(REMOVE_ITEM notify_sources ${notify_main})
    file(GLOB notify_data CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/client/notify/data/*)
    add_library(duban_notify_objects OBJECT ${notify_sources})
    target_compile_options(duban_notify_objects PRIVATE "-Wa,-I${CMAKE_SOURCE_DIR}/client/cli/data"
      "-Wa,-I${CMAKE_SOURCE_DIR}/client/notify/data")
    set_source_files_properties(${CMAKE_SOURCE_DIR}/client/notify/text/texts.c PROPERTIES
      OBJECT_DEPENDS "${cli_data};${notify_data}")
    target_link_libraries(duban_notify_objects PRIVATE duban_flags PkgConfig::LIBPROTOBUF_C)
    add_dependencies(duban_notify_objects duban_protos duban_outbox_protos)
    set(notify_objects $<TARGET_OBJECTS:duban_outbox_pb> $<TARGET_OBJECTS:duban_notify_objects> ${client_objects})
    set(notify_libs ${client_libs} PkgConfig::LMDB PkgConfig::LIBSYSTEMD PkgConfig::LIBCURL PkgConfig::LIBMICROHTTPD PkgConfig::LIBIDN2)
    add_executable(duban-notify ${notify_main} ${notify_objects})
    target_link_libraries(duban-notify PRIVATE duban_flags ${notify_libs})
    add_dependencies(duban-notify duban_protos)
  endif()
endif()
