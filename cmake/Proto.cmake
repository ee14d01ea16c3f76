# proto/*.proto -> BUILD/proto/*.pb-c.[ch]
find_program(PROTOC_C protoc-c REQUIRED)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/proto)
set(proto_sources)
foreach(name model event api)
  set(out ${CMAKE_BINARY_DIR}/proto/${name}.pb-c)
  add_custom_command(OUTPUT ${out}.c ${out}.h
    COMMAND ${PROTOC_C} --proto_path=${CMAKE_SOURCE_DIR}/proto --c_out=${CMAKE_BINARY_DIR}/proto
            ${CMAKE_SOURCE_DIR}/proto/${name}.proto
    DEPENDS ${CMAKE_SOURCE_DIR}/proto/model.proto ${CMAKE_SOURCE_DIR}/proto/event.proto
            ${CMAKE_SOURCE_DIR}/proto/api.proto
    VERBATIM)
  list(APPEND proto_sources ${out}.c ${out}.h)
endforeach()
add_library(duban_pb OBJECT ${proto_sources})
target_compile_options(duban_pb PRIVATE -w)
# libduban exports them: its users build requests with its messages.
set_target_properties(duban_pb PROPERTIES C_VISIBILITY_PRESET default)
target_link_libraries(duban_pb PUBLIC PkgConfig::LIBPROTOBUF_C)
add_custom_target(duban_protos DEPENDS ${proto_sources})

# The rows of duban-notify's own store: client/notify/outbox/rows.proto, beside the others.
set(out ${CMAKE_BINARY_DIR}/client/notify/outbox/rows.pb-c)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/client/notify/outbox)
add_custom_command(OUTPUT ${out}.c ${out}.h
  COMMAND ${PROTOC_C} --proto_path=${CMAKE_SOURCE_DIR} --c_out=${CMAKE_BINARY_DIR}
          ${CMAKE_SOURCE_DIR}/client/notify/outbox/rows.proto
  DEPENDS ${CMAKE_SOURCE_DIR}/client/notify/outbox/rows.proto
  VERBATIM)
add_library(duban_outbox_pb OBJECT ${out}.c ${out}.h)
target_compile_options(duban_outbox_pb PRIVATE -w)
target_include_directories(duban_outbox_pb PRIVATE ${CMAKE_BINARY_DIR})
target_link_libraries(duban_outbox_pb PUBLIC PkgConfig::LIBPROTOBUF_C)
add_custom_target(duban_outbox_protos DEPENDS ${out}.c ${out}.h)
