"""Legal: what counsel reviews, holds, discloses and hands over, and how long anything is kept."""
