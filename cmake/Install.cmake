# Use cmake --install D --prefix /usr: the systemd units are installed unchanged and name
# /usr/bin/duband.
include(GNUInstallDirs)
foreach(target duband dubanctl)
  if(TARGET ${target})
    install(TARGETS ${target} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()
if(TARGET libduban)
  install(TARGETS libduban LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(DIRECTORY client/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
endif()
install(FILES proto/model.proto proto/event.proto proto/api.proto DESTINATION ${CMAKE_INSTALL_DATADIR}/duban/proto)
# Always lib/, not CMAKE_INSTALL_LIBDIR: systemd reads only lib/.
install(FILES systemd/duband.socket systemd/duband.service DESTINATION lib/systemd/system)
install(FILES systemd/duban.sysusers DESTINATION lib/sysusers.d RENAME duban.conf)
install(FILES systemd/duban.tmpfiles DESTINATION lib/tmpfiles.d RENAME duban.conf)
install(FILES systemd/duban.catalog DESTINATION lib/systemd/catalog)
