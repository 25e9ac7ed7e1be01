// Package metric works out measures from tables of facts.
//
// Promise: a measure has one value for a period, whoever asks and however often: the same rows are added up for the whole, for
// each region, tier, type and partner, in whole numbers and exact ratios. A value that cannot be trusted is withheld, with the
// reason, and never shown: where a table has a fault, nothing that is made of it has a value. What is not finished yet is counted
// beside a median and not left out of sight; a period that is not over, or lacks a month, says so. Disclosed is what those may know
// of a measure who are to learn of no single partner: nothing of fewer than three can be worked out from all of it together.
//
// A document of kind metric becomes a measure by
//
//	measure:
//	  aggregate: ratio      # sum, ratio, quotient, mean, median, p90 or lift
//	  per: "3600"           # so many of what the query counts make one unit; 1 where nothing is said
//	  query: |              # SQL over the tables of content/metrics/data, and those that are made of the repository
//	    select r.arrived_on as period, p.region, p.tier, count(*) as n, sum(r.in_time) as value, count(*) as of
//	    from requests r join partners p on p.id = r.partner
//	    where r.arrived_on <= :as_of group by 1, 2, 3
//
// Each row has a period (2026-11-22, 2026-11 or 2026-q4) and a whole number as value; the others are of no matter to a sum: of is
// what a ratio or a mean divides by, n how many cases the row stands for (1 where nothing is said), and region, tier, type and
// partner are what can be asked for alone. How they are put together:
//
//	sum      all values, divided by per
//	ratio    the sum of value by the sum of of, in percent: a share, never more than all
//	quotient the same of two things that are not parts of each other, so that it may be more than 100
//	mean     the sum of value by the sum of of and by per
//	median   the middle one, or the mean of the two middle ones; a row without a value is a case that is still open
//	p90      the smallest that is no less than nine tenths of all (the nearest rank)
//	lift     value ÷ of of the rows with arm 'with', less that of the rows with arm 'without', in points of a percent; each row
//	         is a partner. Its interval is two standard errors wide on either side, by the delete-one jackknife of both arms
//
// Beside the tables of facts there is days: day, region, month, quarter, weekday (1 is Monday), working (0 or 1) and working_day,
// which counts the working days of the region up to and including the day; so the working days between two days are a
// difference. Saturdays, Sundays, and the rows of a table holidays (region, day) are none.
//
// Of a large table, add up first and join then: select … from (select partner, substr(day, 1, 7) as period, sum(amount) as value from
// invoices group by partner, substr(day, 1, 7)) i join partners p on p.id = i.partner. Only columns that some query names are loaded.
//
// A table that comes from a database is read from its snapshot; package facts says what that is. Of the repository itself there are
// playbook_tasks, learning_dates, translations, campaign_budgets, request_kinds, skill_levels, skill_drills, price_versions and
// translation_states, and of its history translation_changes and price_landings; the room check makes them.
//
// A document freezes a figure with a digest: the first sixteen digits of a SHA-256 over how the measure is worked out (query, aggregate,
// per, unit, currency) and over the rows of the quarter and of the one before, in an order of their own. So the order of rows in files
// and the day of the reading do not change it, but any other value of a row does. Targets are compared by themselves.
//
// Questions are asked two at once. What comes of each follows from the tables alone, so that it is the same on one core and on many.
//
// Input: documents, files, a day, and what is known from before. Output: results, findings. Rooms above say which files there are,
// and keep what is known.
package metric
