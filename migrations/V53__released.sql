-- An assignment gives a person the project until they are released from it: a project that runs
-- late, or whose end moves, keeps its people. The booking (from_on, to_on) is for the plan.
ALTER TABLE assignments ADD COLUMN released_on TEXT;
