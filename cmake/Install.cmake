# Use cmake --install D --prefix /usr: the systemd units are installed unchanged and name
# /usr/bin/duband.
include(GNUInstallDirs)
foreach(target duband dubanctl duban-notify)
  if(TARGET ${target})
    install(TARGETS ${target} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()
if(TARGET libduban)
  install(TARGETS libduban LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(DIRECTORY client/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
  # The limits and the messages, as C: the library has the functions of the latter.
  install(FILES proto/limits.h ${CMAKE_BINARY_DIR}/proto/model.pb-c.h ${CMAKE_BINARY_DIR}/proto/event.pb-c.h
    ${CMAKE_BINARY_DIR}/proto/api.pb-c.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/duban)
  # Both files find their folder by where they lie: --prefix may differ from the configured one.
  file(RELATIVE_PATH DUBAN_PC_UP /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
  string(REGEX REPLACE "/$" "" DUBAN_PC_UP "${DUBAN_PC_UP}")
  configure_file(cmake/duban.pc.in duban.pc @ONLY)
  install(FILES ${CMAKE_BINARY_DIR}/duban.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
  include(CMakePackageConfigHelpers)
  configure_package_config_file(cmake/duban-config.cmake.in ${CMAKE_BINARY_DIR}/duban-config.cmake
    INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/duban PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
  write_basic_package_version_file(${CMAKE_BINARY_DIR}/duban-config-version.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${CMAKE_BINARY_DIR}/duban-config.cmake ${CMAKE_BINARY_DIR}/duban-config-version.cmake
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/duban)
endif()
install(FILES proto/model.proto proto/event.proto proto/api.proto DESTINATION ${CMAKE_INSTALL_DATADIR}/duban/proto)
# Always lib/, not CMAKE_INSTALL_LIBDIR: systemd reads only lib/.
install(FILES systemd/duband.socket systemd/duband.service systemd/duban-notify@.service DESTINATION lib/systemd/system)
install(FILES systemd/duban.sysusers DESTINATION lib/sysusers.d RENAME duban.conf)
install(FILES systemd/duban.tmpfiles DESTINATION lib/tmpfiles.d RENAME duban.conf)
install(FILES systemd/duban.catalog DESTINATION lib/systemd/catalog)
