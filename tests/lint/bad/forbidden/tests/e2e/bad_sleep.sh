while ! test -e x; do sleep 0.1; done
