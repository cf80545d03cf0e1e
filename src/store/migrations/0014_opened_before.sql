-- Nobody noted who opened these, so it is held against nobody.
update change set shown_whole = true;
