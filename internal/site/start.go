package site

// start says what the start page offers to each group of readers whom the audience has among it.
func (s *Site) start(index int) []StartPoint {
	l := &s.languages[index]
	var points []StartPoint
	for _, point := range s.workspace.Settings.Start {
		if !s.options.Audience.Sees(point.Audience) {
			continue
		}
		shown := StartPoint{ID: point.ID, Title: s.settingsText(l, "start["+point.ID+"].title", point.ID), Summary: s.settingsText(l, "start["+point.ID+"].summary", "")}
		for _, path := range point.Paths {
			if i, ok := s.byPath[path]; ok {
				shown.Links = append(shown.Links, s.linkTo(index, i))
			}
		}
		if len(shown.Links) > 0 {
			points = append(points, shown)
		}
	}
	return points
}
