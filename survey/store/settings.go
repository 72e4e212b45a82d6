package store

// Settings returns a number that grows whenever this store has saved a
// programme, a round or a wave. Whoever remembers any of them compares it, so
// that what was changed here shows at once. It does not hear of other processes:
// what is remembered must also be looked at again now and then.
func (s *Store) Settings() uint64 { return s.settings.Load() }
