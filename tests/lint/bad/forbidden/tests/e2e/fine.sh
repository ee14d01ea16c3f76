# sleep 1 would be wrong here
timeout 5 tail -f x
