double rate;
